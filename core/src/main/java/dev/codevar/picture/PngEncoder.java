package dev.codevar.picture;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes the bytes of a PNG file from a picture and its text, with the JDK's writer; no time stamp, so deterministic. */
final class PngEncoder {
    private static final String NATIVE_METADATA = "javax_imageio_png_1.0";
    private static final Pattern KEY = Pattern.compile("(?! )(?!.*  )[ -~\u00a1-\u00ff]{1,79}(?<! )");
    private static final Pattern PLAIN_VALUE = Pattern.compile("[\n -~\u00a1-\u00ff]*");

    private PngEncoder() {}

    static byte[] encode(Picture picture, Map<String, String> text) {
        text.forEach(PngEncoder::check);
        BufferedImage image = image(picture);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata(writer, image, text)));
        } catch (IOException e) {
            throw new CodeVarException("cannot encode a PNG: " + IoReason.of(e), e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new InvalidInputException(
                    "a text key '" + key.lines().findFirst().orElse("")
                            + "'; a key has 1..79 printable Latin-1 characters, single spaces only within");
        }
        if (value.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new InvalidInputException(
                    "the text for '" + key + "' has a character 0 or half a surrogate pair; any other text is legal");
        }
    }

    private static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i += Picture.CHANNELS) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return image;
    }

    private static @Nullable IIOMetadata metadata(ImageWriter writer, BufferedImage image, Map<String, String> text)
            throws IOException {
        if (text.isEmpty()) {
            return null;
        }
        IIOMetadataNode plain = new IIOMetadataNode("tEXt");
        IIOMetadataNode international = new IIOMetadataNode("iTXt");
        text.forEach((key, value) -> {
            // Latin-1's control characters have no place in tEXt.
            if (PLAIN_VALUE.matcher(value).matches()) {
                plain.appendChild(plainEntry(key, value));
            } else {
                international.appendChild(internationalEntry(key, value));
            }
        });
        IIOMetadataNode root = new IIOMetadataNode(NATIVE_METADATA);
        root.appendChild(plain);
        root.appendChild(international);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        metadata.mergeTree(NATIVE_METADATA, root);
        return metadata;
    }

    private static IIOMetadataNode plainEntry(String key, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", key);
        entry.setAttribute("value", value);
        return entry;
    }

    private static IIOMetadataNode internationalEntry(String key, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", key);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", value);
        return entry;
    }
}
