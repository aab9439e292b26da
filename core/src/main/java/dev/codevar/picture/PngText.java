package dev.codevar.picture;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.PngChunks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** Reads the text chunks of a PNG, unpacking no more than a bound in all. */
final class PngText {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int MAX_KEY = 79;

    private final String name;
    private int allowance = MAX_CHARACTERS;

    private PngText(String name) {
        this.name = name;
    }

    static Map<String, String> of(PngChunks png, String name) {
        PngText reader = new PngText(name);
        Map<String, String> text = new LinkedHashMap<>();
        for (PngChunks.Chunk chunk : png.chunks()) {
            ByteBuffer data = chunk.data();
            switch (chunk.type()) {
                case "tEXt" -> text.putIfAbsent(reader.key(data), reader.plain(data, StandardCharsets.ISO_8859_1));
                case "zTXt" -> text.putIfAbsent(reader.key(data), reader.packedLatin(data));
                case "iTXt" -> text.putIfAbsent(reader.key(data), reader.international(data));
                default -> {
                    // Not text.
                }
            }
        }
        return Collections.unmodifiableMap(text);
    }

    private String key(ByteBuffer data) {
        String key = upToZero(data);
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw broken("a key of " + key.length() + " characters instead of 1.." + MAX_KEY);
        }
        return key;
    }

    private String packedLatin(ByteBuffer data) {
        checkMethod(number(data));
        return unpacked(data, StandardCharsets.ISO_8859_1);
    }

    private String international(ByteBuffer data) {
        boolean packed = number(data) != 0;
        int method = number(data);
        // Language and translated key: nobody asks for them.
        upToZero(data);
        upToZero(data);
        if (!packed) {
            return plain(data, StandardCharsets.UTF_8);
        }
        checkMethod(method);
        return unpacked(data, StandardCharsets.UTF_8);
    }

    private String unpacked(ByteBuffer data, Charset charset) {
        byte[] packed = new byte[data.remaining()];
        data.get(packed);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return plain(ByteBuffer.wrap(in.readNBytes(allowance + 1)), charset);
        } catch (IOException e) {
            throw broken("packed text that cannot be unpacked");
        }
    }

    private String plain(ByteBuffer data, Charset charset) {
        if (data.remaining() > allowance) {
            throw new BrokenFileException(
                    "cannot read " + name + ": its text unpacks to more than " + MAX_CHARACTERS + " bytes");
        }
        allowance -= data.remaining();
        try {
            return charset.newDecoder().decode(data).toString();
        } catch (CharacterCodingException e) {
            throw broken("text that is not " + charset);
        }
    }

    private String upToZero(ByteBuffer data) {
        StringBuilder text = new StringBuilder();
        for (int next = number(data); next != 0; next = number(data)) {
            text.append((char) next);
        }
        return text.toString();
    }

    private int number(ByteBuffer data) {
        if (!data.hasRemaining()) {
            throw broken("a text chunk that ends too early");
        }
        return data.get() & 0xff;
    }

    private void checkMethod(int method) {
        if (method != 0) {
            throw broken("packing method " + method + "; PNG knows only 0");
        }
    }

    private CodeVarException broken(String what) {
        return new BrokenFileException("cannot read the text of " + name + ": " + what);
    }
}
