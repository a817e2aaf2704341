"""Tink's side of the stream vectors.

    python tink_streams.py write > streams.json       Tink seals what tink.spec.ts opens
    python tink_streams.py check < ours.json          Tink opens what Coffer sealed (the rows that ours.mjs prints)

Needs the package tink 1.16.1. Keys and plaintexts follow from the seed; salts and nonce prefixes are Tink's own and random.
"""
import hashlib, io, json, sys
import tink
from tink import secret_key_access, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

SEED = "coffer/tink/1"
HEADER, TAG = 40, 16


def seeded(name, length):
    return hashlib.shake_256(f"{SEED}/{name}".encode()).digest(length)


def primitive(key, segment_size):
    proto = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(version=0, key_value=key)
    proto.params.ciphertext_segment_size = segment_size
    proto.params.derived_key_size = 32
    proto.params.hkdf_hash_type = common_pb2.SHA256
    keyset = tink_pb2.Keyset(primary_key_id=1)
    row = keyset.key.add(key_id=1, status=tink_pb2.ENABLED, output_prefix_type=tink_pb2.RAW)
    row.key_data.type_url = "type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey"
    row.key_data.key_material_type = tink_pb2.KeyData.SYMMETRIC
    row.key_data.value = proto.SerializeToString()
    handle = tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(streaming_aead.StreamingAead)


class Kept(io.BytesIO):
    def close(self):
        self.kept = self.getvalue()
        super().close()


def seal(key, segment_size, aad, plaintext):
    out = Kept()
    with primitive(key, segment_size).new_encrypting_stream(out, aad) as stream:
        stream.write(plaintext)
    return out.kept


def open_(key, segment_size, aad, sealed):
    with primitive(key, segment_size).new_decrypting_stream(io.BytesIO(sealed), aad) as stream:
        return stream.read()


def sizes(segment_size):
    first, full = segment_size - HEADER - TAG, segment_size - TAG
    edges = [(0, "nothing"), (1, "one byte"), (first - 1, "one short of the first segment"), (first, "the first segment, full"),
             (first + 1, "one byte in a second segment"), (first + full, "two full segments"), (first + full + 1, "one byte in a third"),
             (first + 2 * full, "three full segments"), (first + 2 * full + 7, "three full segments and some")]
    return dict(reversed(edges))  # Where two edges are one size, the first says why.


def rows():
    for segment_size in (57, 64, 256, 4096):
        for size, why in sizes(segment_size).items():
            for aad in (b"", b"bucket/key") if segment_size < 4096 else (b"bucket/key",):
                name = f"{segment_size}/{size}/{aad.hex()}"
                key, plaintext = seeded(f"{name}/key", 32), seeded(f"{name}/plaintext", size)
                yield {"why": f"{why}, segments of {segment_size}, {'bound to text' if aad else 'bound to nothing'}",
                       "segmentSize": segment_size, "key": key.hex(), "associatedData": aad.hex(), "plaintext": plaintext.hex(),
                       "sealed": seal(key, segment_size, aad, plaintext).hex()}


def check(listed):
    assert listed, "no rows"
    for row in listed:
        key, aad, sealed = (bytes.fromhex(row[name]) for name in ("key", "associatedData", "sealed"))
        assert open_(key, row["segmentSize"], aad, sealed).hex() == row["plaintext"], row["why"]
    print(f"Tink opened all {len(listed)}.")


streaming_aead.register()
if sys.argv[1] == "write":
    print("[\n" + ",\n".join("  " + json.dumps(row) for row in rows()) + "\n]")
else:
    check(json.load(sys.stdin))
