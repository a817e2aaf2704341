// Original file: kms/v1/keys.proto


export interface EmptyResponse {
}

export interface EmptyResponse__Output {
}
