package dev.codevar.serve.openai;

import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * How files of pictures are made.
 *
 * @param name png or jpeg
 * @param quality of a JPEG, 0 to 1
 */
record ImageFormat(String name, float quality) {
    private static final float PERCENT = 100;

    static ImageFormat of(Values values) {
        String name = values.text("output_format").orElse("png");
        float quality = values.whole("output_compression", 0, (int) PERCENT).orElse((int) PERCENT) / PERCENT;
        return switch (name) {
            case "png", "jpeg" -> new ImageFormat(name, quality);
            default ->
                throw Refusal.of(
                        "output_format",
                        "output_format '" + Values.shown(name) + "' is not made here: use png or jpeg");
        };
    }

    /** {@return the file's type} */
    String type() {
        return "image/" + name;
    }

    /** {@return a PNG file as one of this format} */
    byte[] of(byte[] png) {
        if (name.equals("png")) {
            return png;
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
