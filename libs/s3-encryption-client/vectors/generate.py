"""Makes key-derivation.json and bodies.json with Python's own primitives and the `cryptography` package, which share no code with this library.

    python3 generate.py        in a virtual environment with cryptography==48.0.1
"""
import base64
import hashlib
import hmac
import json
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = Path(__file__).parent


def hkdf_sha512(key, salt, info, size):
    extracted = hmac.new(salt, key, hashlib.sha512).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha512).digest()[:size]


def row(why, data_key, message_id, plaintext):
    commitment = hkdf_sha512(data_key, message_id, b"\x00\x73COMMITKEY", 28)
    content_key = hkdf_sha512(data_key, message_id, b"\x00\x73DERIVEKEY", 32)
    sealed = AESGCM(content_key).encrypt(b"\x01" * 12, plaintext, b"\x00\x73")
    return {"why": why, "dataKey": data_key.hex(), "messageId": message_id.hex(), "commitment": commitment.hex(), "contentKey": content_key.hex(), "plaintext": plaintext.hex(), "sealed": sealed.hex()}


rows = [
    row("a body of nothing is a tag", bytes(range(32)), bytes(range(28)), b""),
    row("a short body", bytes(range(32)), bytes(range(28)), b"text"),
    row("another message id gives another key", bytes(range(32)), bytes(range(1, 29)), b"text"),
    row("another data key gives another key", bytes(range(1, 33)), bytes(range(28)), b"text"),
    row("more than a block", b"\xff" * 32, b"\xfe" * 28, bytes(range(37))),
]
text = ",\n".join(json.dumps(one) for one in rows)
(HERE / "key-derivation.json").write_text(f"[\n{text}\n]\n")
