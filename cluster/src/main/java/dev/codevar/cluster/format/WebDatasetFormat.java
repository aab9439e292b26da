package dev.codevar.cluster.format;

import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive as WebDataset reads it: of each picture {@code .png}, {@code .cls} with its class, and {@code .json} with all else. */
final class WebDatasetFormat implements PartFormat {
    /** What stands beside a picture. */
    private record Beside(int id, int label, int index, long seed, String plan) {}

    @Override
    public boolean ofPngs() {
        return true;
    }

    @Override
    public Sink begin(OutputStream to, SampleRun run, int pictures) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        return new Sink() {
            @Override
            public void add(Sampled picture, byte[] content) throws IOException {
                var entry = picture.entry();
                put(tar, picture.key() + ".png", content);
                put(tar, picture.key() + ".cls", text(String.valueOf(entry.label())));
                Beside beside = new Beside(picture.position(), entry.label(), entry.index(), entry.seed(), run.plan());
                put(tar, picture.key() + ".json", text(Json.line(beside)));
            }

            @Override
            public void close() throws IOException {
                tar.close();
            }
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
