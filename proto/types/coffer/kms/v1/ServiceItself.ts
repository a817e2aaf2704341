// Original file: kms/v1/identity.proto


export interface ServiceItself {
}

export interface ServiceItself__Output {
}
