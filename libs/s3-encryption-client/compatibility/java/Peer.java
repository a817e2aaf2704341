import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.spec.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.awscore.*;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.*;
import software.amazon.encryption.s3.*;
import software.amazon.encryption.s3.algorithms.AlgorithmSuite;
import software.amazon.encryption.s3.internal.InstructionFileConfig;
import software.amazon.encryption.s3.materials.*;

/** AWS's client for Java as the other side: does the jobs of a file, one after another, and prints what came of each. See ../run.mjs. */
public class Peer {
    static final int JOB_SECONDS_MAX = 30;
    static JsonNode plan;
    static Supplier<S3Client> sync;
    static S3AsyncClient async;
    static KmsClient kms;

    public static void main(String[] args) throws Exception {
        plan = JsonNode.parser().parse(Files.readAllBytes(Path.of(args[0])));
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(text(plan, "accessKeyId"), text(plan, "secretAccessKey")));
        var region = Region.of(text(plan, "region"));
        var store = URI.create(text(plan, "s3Url"));
        // One for each job: the client leaves the connection of every instruction file that it read open, and a pool has 50.
        sync = () -> S3Client.builder().endpointOverride(store).region(region).credentialsProvider(credentials).forcePathStyle(true).build();
        async = S3AsyncClient.builder().endpointOverride(store).region(region).credentialsProvider(credentials).forcePathStyle(true).multipartEnabled(false).build();
        kms = KmsClient.builder().endpointOverride(URI.create(text(plan, "kmsUrl"))).region(region).credentialsProvider(credentials).build();
        var worker = Executors.newCachedThreadPool();
        var out = new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (JsonNode job : plan.field("jobs").get().asArray()) {
            String outcome;
            try {
                outcome = "\"sha256\":\"" + worker.submit(() -> run(job)).get(JOB_SECONDS_MAX, TimeUnit.SECONDS) + "\"";
            } catch (Throwable error) {
                Throwable cause = error;
                while (cause.getCause() != null) cause = cause.getCause();
                outcome = "\"error\":\"" + (error.getClass().getSimpleName() + ": " + error.getMessage() + " / " + cause.getMessage()).replaceAll("[\"\\\\\\n]", " ") + "\"";
            }
            out.println("{\"id\":" + job.field("id").get().asNumber() + "," + outcome + "}");
        }
        System.exit(0);
    }

    static String run(JsonNode job) throws Exception {
        var s3 = sync.get();
        boolean committing = text(job, "format").equals("V3");
        boolean file = text(job, "place").equals("instruction file");
        var builder = S3EncryptionClient.builderV4()
            .wrappedClient(s3).wrappedAsyncClient(async)
            .keyring(keyring(text(job, "wrap")))
            .commitmentPolicy(committing ? CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT : CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT)
            .encryptionAlgorithm(committing ? AlgorithmSuite.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY : AlgorithmSuite.ALG_AES_256_GCM_IV12_TAG16_NO_KDF)
            .enableMultipartPutObject(text(job, "upload").equals("multipart"))
            .instructionFileConfig(InstructionFileConfig.builder().instructionFileClient(s3).enableInstructionFilePutObject(file).build());
        var client = builder.build();
        var context = new HashMap<String, String>();
        job.field("context").get().asObject().forEach((key, value) -> context.put(key, value.asString()));
        var body = Path.of(text(job, "bodyFile"));
        String bucket = text(plan, "bucket"), key = text(job, "key");
        if (text(job, "op").equals("put")) {
            client.putObject(put -> context(put.bucket(bucket).key(key), context), RequestBody.fromFile(body));
            return hash(Files.newInputStream(body));
        }
        return hash(client.getObject(get -> context(get.bucket(bucket).key(key), context)));
    }

    static void context(AwsRequest.Builder request, Map<String, String> context) {
        Consumer<AwsRequestOverrideConfiguration.Builder> more = S3EncryptionClient.withAdditionalConfiguration(context);
        if (!context.isEmpty()) request.overrideConfiguration(more);
    }

    static Keyring keyring(String wrap) throws Exception {
        var decoder = Base64.getMimeDecoder();
        switch (wrap) {
            case "kms+context":
                return KmsKeyring.builder().kmsClient(kms).wrappingKeyId(text(plan, "kmsKeyId")).build();
            case "AES/GCM":
                return AesKeyring.builder().wrappingKey(new SecretKeySpec(decoder.decode(text(plan, "aesKey")), "AES"))
                    .materialsDescription(MaterialsDescription.builder().put("key", "aes").build()).build();
            default:
                var factory = KeyFactory.getInstance("RSA");
                var open = factory.generatePublic(new X509EncodedKeySpec(decoder.decode(pem("rsaPublicKey"))));
                var secret = factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(pem("rsaPrivateKey"))));
                return RsaKeyring.builder().wrappingKeyPair(new PartialRsaKeyPair(secret, open))
                    .materialsDescription(MaterialsDescription.builder().put("key", "rsa").build()).build();
        }
    }

    static String pem(String name) {
        return text(plan, name).replaceAll("-----[A-Z ]+-----", "");
    }

    static String text(JsonNode node, String name) {
        return node.field(name).get().asString();
    }

    static String hash(InputStream body) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        try (body) {
            byte[] buffer = new byte[65536];
            for (int count; (count = body.read(buffer)) >= 0;) digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
