/** Whether an object's metadata says that a client encrypted it: the names under which AWS's formats (V1 to V3) keep the wrapped data key. */
export function isClientSide(metadata: Readonly<Record<string, string>> | undefined): boolean {
  return ['x-amz-key', 'x-amz-key-v2', 'x-amz-3'].some((name) => metadata?.[name] !== undefined);
}
