package dev.codevar.lab.sample;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for the weights that a plan uses, and the shapes in which they are used. */
public final class ModelFingerprint {
    private static final int BUFFER_BYTES = 1 << 20;

    private ModelFingerprint() {}

    /** {@return SHA-256 of the plan's files and shapes; gigabytes of files take seconds} */
    public static String of(ModelSet set, PlanSpec plan) {
        MessageDigest all = sha256();
        for (String role :
                plan.parts().stream().map(PlanSpec.Part::role).distinct().toList()) {
            add(all, role + " " + set.transformerConfig(role), set.transformerFile(role));
        }
        VarConfig first = set.transformerConfig(plan.parts().get(0).role());
        add(all, "vae " + set.vaeConfig(first.pyramid()), set.vaeFile());
        return HexFormat.of().formatHex(all.digest());
    }

    private static void add(MessageDigest all, String shape, Path file) {
        all.update((shape + "\n").getBytes(StandardCharsets.UTF_8));
        MessageDigest own = sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                own.update(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
        }
        all.update(own.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
