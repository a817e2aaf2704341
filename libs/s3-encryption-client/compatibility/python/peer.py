"""AWS's client for Python as the other side: does the jobs of a file, one after another, and prints what came of each. See ../run.mjs."""
import hashlib
import json
import sys

import boto3
from botocore.config import Config
from s3_encryption import S3EncryptionClient, S3EncryptionClientConfig
from s3_encryption.materials.kms_keyring import KmsKeyring
from s3_encryption.materials.materials import AlgorithmSuite, CommitmentPolicy

with open(sys.argv[1], encoding="utf-8") as file:
    plan = json.load(file)
common = {"region_name": plan["region"], "aws_access_key_id": plan["accessKeyId"], "aws_secret_access_key": plan["secretAccessKey"]}
kms = boto3.client("kms", endpoint_url=plan["kmsUrl"], **common)


def run(job):
    committing = job["format"] == "V3"
    config = S3EncryptionClientConfig(
        keyring=KmsKeyring(kms, plan["kmsKeyId"]),
        encryption_algorithm=AlgorithmSuite.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY if committing else AlgorithmSuite.ALG_AES_256_GCM_IV12_TAG16_NO_KDF,
        commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT if committing else CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT,
    )
    s3 = boto3.client("s3", endpoint_url=plan["s3Url"], config=Config(s3={"addressing_style": "path"}), **common)
    client = S3EncryptionClient(s3, config)
    context = {"EncryptionContext": job["context"]} if job["context"] else {}
    with open(job["bodyFile"], "rb") as file:
        body = file.read()
    if job["op"] == "put":
        if job["upload"] == "multipart":
            client.upload_file(job["bodyFile"], plan["bucket"], job["key"], **context)
        else:
            client.put_object(Bucket=plan["bucket"], Key=job["key"], Body=body, **context)
    else:
        body = client.get_object(Bucket=plan["bucket"], Key=job["key"], **context)["Body"].read()
    return hashlib.sha256(body).hexdigest()


for job in plan["jobs"]:
    try:
        outcome = {"sha256": run(job)}
    except Exception as error:  # What the client says is the result, whatever it is.
        outcome = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": job["id"], **outcome}), flush=True)
