// Original file: kms/v1/keys.proto


export interface Tag {
  'tagKey'?: (string);
  'tagValue'?: (string);
  '_tagKey'?: "tagKey";
  '_tagValue'?: "tagValue";
}

export interface Tag__Output {
  'tagKey'?: (string);
  'tagValue'?: (string);
}
