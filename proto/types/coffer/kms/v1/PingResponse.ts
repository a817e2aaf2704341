// Original file: kms/v1/service.proto


export interface PingResponse {
}

export interface PingResponse__Output {
}
