package dev.codevar.serve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, written byte by byte as RFC 7578 has it. */
public final class FormBody {
    private static final String BOUNDARY = "----a-boundary-1234";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    FormBody text(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    FormBody file(String name, String fileName, byte[] bytes) {
        return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", "Content-Type: image/png\r\n", bytes);
    }

    /** As OpenAI's Java library sends pictures that are bytes. */
    FormBody fileWithoutName(String name, byte[] bytes) {
        return part("name=\"" + name + "\"", "Content-Type: application/octet-stream\r\n", bytes);
    }

    private FormBody part(String disposition, String headers, byte[] bytes) {
        out.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
