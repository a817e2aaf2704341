# frozen_string_literal: true

# The encryption client inside AWS's SDK for Ruby as the other side: does the jobs of a file, one after another, and prints what came of each.
# It knows formats V1 (written here with AES-CBC, and a key wrapped by the KMS or by a raw key) and V2. See ../run.mjs.
require 'aws-sdk-s3'
require 'aws-sdk-kms'
require 'json'
require 'digest'
require 'base64'
require 'openssl'

PLAN = JSON.parse(File.read(ARGV[0], encoding: 'UTF-8'))
COMMON = { region: PLAN['region'], credentials: Aws::Credentials.new(PLAN['accessKeyId'], PLAN['secretAccessKey']) }.freeze
S3 = Aws::S3::Client.new(endpoint: PLAN['s3Url'], force_path_style: true, **COMMON)
KMS = Aws::KMS::Client.new(endpoint: PLAN['kmsUrl'], **COMMON)
SCHEMAS = { 'kms+context' => :kms_context, 'AES/GCM' => :aes_gcm, 'RSA-OAEP-SHA1' => :rsa_oaep_sha1 }.freeze

def key_of(wrap)
  case wrap
  when 'kms+context', 'kms' then { kms_key_id: PLAN['kmsKeyId'], kms_client: KMS }
  when 'AES/GCM', 'AES' then { encryption_key: Base64.decode64(PLAN['aesKey']), materials_description: JSON.dump('key' => 'aes') }
  else { encryption_key: OpenSSL::PKey::RSA.new(PLAN['rsaPrivateKey']), materials_description: JSON.dump('key' => 'rsa') }
  end
end

def client_of(job)
  place = { envelope_location: job['place'] == 'object' ? :metadata : :instruction_file }
  return Aws::S3::Encryption::Client.new(client: S3, **place, **key_of(job['wrap'])) if job['legacy']

  Aws::S3::EncryptionV2::Client.new(
    client: S3, key_wrap_schema: SCHEMAS.fetch(job['wrap']), content_encryption_schema: :aes_gcm_no_padding, security_profile: :v2, **place, **key_of(job['wrap'])
  )
end

def run(job)
  context = job['context'].empty? ? {} : { kms_encryption_context: job['context'] }
  body = File.binread(job['bodyFile'])
  if job['op'] == 'put'
    client_of(job).put_object(bucket: PLAN['bucket'], key: job['key'], body: body, **context)
  else
    # The distribution's KMS client is older than the encryption client beside it and cannot name a key in Decrypt.
    any_key = job['wrap'] == 'kms+context' ? { kms_allow_decrypt_with_any_cmk: true } : {}
    body = client_of(job).get_object(bucket: PLAN['bucket'], key: job['key'], **context, **any_key).body.read
  end
  Digest::SHA256.hexdigest(body)
end

PLAN['jobs'].each do |job|
  outcome =
    begin
      { sha256: run(job) }
    rescue StandardError => e
      { error: "#{e.class}: #{e.message}" }
    end
  puts JSON.generate({ id: job['id'], **outcome })
  $stdout.flush
end
