package dev.codevar.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of a safetensors file: eight bytes of length, a strict JSON header, then the data without holes. */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    static final int PREFIX = Long.BYTES;

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /** A tensor takes about a dozen tokens; the bound keeps a hostile header from filling the memory. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(2_000_000)
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private final Region data;
    private final Map<String, Stored> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(JsonParser json, Region data) {
        this.json = json;
        this.data = data;
    }

    /**
     * Reads and checks the header.
     *
     * @param channel the whole file
     * @param length what the file says its header has, in bytes
     * @return where its tensors lie; {@link CodeVarException} if anything is not exactly right
     */
    static Contents read(SeekableByteChannel channel, long length) throws IOException {
        Region header = new Region(PREFIX, length);
        if (length > MAX_HEADER_BYTES || !header.within(channel.size())) {
            throw new BrokenFileException("neither a .pth file nor a safetensors file: a safetensors header of "
                    + length + " bytes does not fit (legal: at most " + MAX_HEADER_BYTES + ", and inside the file)");
        }
        byte[] bytes = header.read(channel).array();
        Region data = new Region(PREFIX + length, channel.size() - PREFIX - length);
        try (JsonParser json = JSON.createParser(bytes)) {
            SafetensorsHeader reader = new SafetensorsHeader(json, data);
            reader.top();
            reader.checkNoHoles();
            return new Contents(reader.tensors, reader.metadata, Optional.empty());
        } catch (CodeVarException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw CodeVarException.whileReading("its safetensors header is broken: " + OneLine.reason(e), e);
        }
    }

    private void top() throws IOException {
        expect(JsonToken.START_OBJECT, "the header");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                tensors.put(name, readTensor(name));
            }
        }
        if (json.nextToken() != null) {
            throw new BrokenFileException("its safetensors header goes on after its end");
        }
    }

    private void readMetadata() throws IOException {
        expect(JsonToken.START_OBJECT, METADATA);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            expect(JsonToken.VALUE_STRING, METADATA + " " + OneLine.quote(key));
            metadata.put(key, json.getText());
        }
    }

    private Stored readTensor(String name) throws IOException {
        String what = "tensor " + OneLine.quote(name);
        @Nullable String dtype = null;
        @Nullable List<Long> shape = null;
        @Nullable List<Long> offsets = null;
        expect(JsonToken.START_OBJECT, what);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            switch (key) {
                case "dtype" -> {
                    expect(JsonToken.VALUE_STRING, what + " dtype");
                    dtype = json.getText();
                }
                case "shape" -> shape = integers(what + " shape");
                case "data_offsets" -> offsets = integers(what + " data_offsets");
                default ->
                    throw new BrokenFileException(
                            what + ": unknown key " + OneLine.quote(key) + " (legal: dtype, shape, data_offsets)");
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new BrokenFileException(what + ": dtype, shape and two data_offsets are needed");
        }
        return locate(name, dtype, shape, new Region(offsets.get(0), offsets.get(1) - offsets.get(0)));
    }

    private Stored locate(String name, String dtype, List<Long> shape, Region bytes) {
        StoredType type;
        try {
            type = StoredType.ofSafetensors(dtype);
        } catch (CodeVarException e) {
            throw CodeVarException.whileReading("tensor " + OneLine.quote(name) + ": " + e.getMessage(), e);
        }
        TensorInfo info = new TensorInfo(name, type, shape);
        if (!bytes.within(data.size()) || bytes.size() != info.bytes()) {
            throw new BrokenFileException("tensor " + OneLine.quote(name) + ", " + info.describe() + ": data_offsets "
                    + bytes.position() + " and " + (bytes.position() + bytes.size()) + " do not span its "
                    + info.bytes()
                    + " bytes inside the " + data.size() + " bytes of data");
        }
        return Stored.contiguous(info, data.position() + bytes.position());
    }

    /** Reads an array of at most {@link TensorInfo#MAX_RANK} integers of at least 0. */
    private List<Long> integers(String what) throws IOException {
        expect(JsonToken.START_ARRAY, what);
        List<Long> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getLongValue() < 0
                    || values.size() == TensorInfo.MAX_RANK) {
                throw new BrokenFileException(
                        what + ": at most " + TensorInfo.MAX_RANK + " integers of at least 0 belong there");
            }
            values.add(json.getLongValue());
        }
        return values;
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (json.nextToken() != token) {
            throw new BrokenFileException("its safetensors header is broken: " + what + " is not " + token);
        }
    }

    private void checkNoHoles() {
        long end = data.position();
        List<Stored> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(Stored::position).thenComparingLong(Stored::span));
        for (Stored tensor : ordered) {
            if (tensor.position() != end) {
                throw new BrokenFileException(
                        "tensor " + OneLine.quote(tensor.info().name())
                                + ": its data overlap another tensor's, or leave a hole before them");
            }
            end += tensor.span();
        }
        if (end != data.position() + data.size()) {
            throw new BrokenFileException(
                    (data.position() + data.size() - end) + " bytes at its end belong to no tensor");
        }
    }
}
