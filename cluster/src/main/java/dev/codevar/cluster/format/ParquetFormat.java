package dev.codevar.cluster.format;

import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A table as Spark SQL, pandas and Hugging Face's {@code datasets} read it: {@code id}, {@code label}, {@code seed}, {@code plan}, and
 * {@code image} of {@code bytes} and {@code path}. PNG files are compressed already, and their order says nothing: no compression,
 * dictionaries or statistics.
 */
final class ParquetFormat implements PartFormat {
    /** What pictures are read in: few, so that a reader of some does not read all. */
    private static final int ROWS_TOGETHER = 100;

    private static final String IMAGE = "image";
    private static final MessageType SCHEMA = Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named("id")
            .required(PrimitiveTypeName.INT32)
            .named("label")
            .required(PrimitiveTypeName.INT64)
            .named("seed")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("plan")
            .requiredGroup()
            .required(PrimitiveTypeName.BINARY)
            .named("bytes")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("path")
            .named(IMAGE)
            .named("picture");

    @Override
    public boolean ofPngs() {
        return true;
    }

    @Override
    public Sink begin(OutputStream to, SampleRun run, int pictures) throws IOException {
        ParquetWriter<Group> writer = ExampleParquetWriter.builder(new StreamedFile(to))
                .withType(SCHEMA)
                .withConf(new Configuration(false))
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withWriteMode(ParquetFileWriter.Mode.CREATE)
                .withDictionaryEncoding(false)
                .withStatisticsEnabled(false)
                .withRowGroupRowCountLimit(ROWS_TOGETHER)
                .withExtraMetaData(Map.of("huggingface", Json.line(Map.of("info", Map.of("features", features())))))
                .build();
        return new Sink() {
            @Override
            public void add(Sampled picture, byte[] content) throws IOException {
                writer.write(row(picture, content, run.plan()));
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    private static Group row(Sampled picture, byte[] content, String plan) {
        Group row = new SimpleGroup(SCHEMA);
        row.add("id", (long) picture.position());
        row.add("label", picture.entry().label());
        row.add("seed", picture.entry().seed());
        row.add("plan", plan);
        Group image = row.addGroup(IMAGE);
        image.add("bytes", Binary.fromConstantByteArray(content));
        image.add("path", picture.key() + ".png");
        return row;
    }

    /** What the columns are to {@code datasets}, which makes pictures of the bytes then. */
    private static Map<String, Object> features() {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("id", value("int64"));
        features.put("label", value("int32"));
        features.put("seed", value("int64"));
        features.put("plan", value("string"));
        features.put(IMAGE, Map.of("_type", "Image"));
        return features;
    }

    private static Map<String, String> value(String type) {
        Map<String, String> value = new LinkedHashMap<>();
        value.put("dtype", type);
        value.put("_type", "Value");
        return value;
    }
}
