// Original file: kms/v1/service.proto


export interface PingRequest {
}

export interface PingRequest__Output {
}
