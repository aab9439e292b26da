package dev.codevar.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Makes picture files for the tests: PNGs chunk by chunk, so that they can be wrong on purpose; others by the JDK. */
final class TestFiles {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGBA = 6;

    private TestFiles() {}

    static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        for (byte[] chunk : chunks) {
            out.writeBytes(chunk);
        }
        return out.toByteArray();
    }

    /** A one-row picture whose row is given as stored. */
    static byte[] rowPng(int width, int bits, int kind, byte[] row, byte[]... extra) {
        byte[] filtered = new byte[row.length + 1];
        System.arraycopy(row, 0, filtered, 1, row.length);
        ByteArrayOutputStream middle = new ByteArrayOutputStream();
        for (byte[] chunk : extra) {
            middle.writeBytes(chunk);
        }
        return png(header(width, 1, bits, kind), middle.toByteArray(), chunk("IDAT", deflated(filtered)), end());
    }

    static byte[] header(int width, int height, int bits, int kind) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(data)) {
            out.writeInt(width);
            out.writeInt(height);
            out.write(new byte[] {(byte) bits, (byte) kind, 0, 0, 0});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chunk("IHDR", data.toByteArray());
    }

    static byte[] end() {
        return chunk("IEND", new byte[0]);
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(data.length);
            out.write(name);
            out.write(data);
            out.writeInt((int) crc.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same file with each PNG chunk's checksum put right, so that changed contents get past the check. */
    static byte[] withChecksums(byte[] file) {
        byte[] repaired = file.clone();
        ByteBuffer in = ByteBuffer.wrap(repaired);
        int at = 8;
        while (at <= file.length - 12) {
            int length = in.getInt(at);
            if (length < 0 || length > file.length - 12 - at) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(repaired, at + 4, 4 + length);
            in.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return repaired;
    }

    static byte[] deflated(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The bytes of each argument's low byte. */
    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] byJdk(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A JPEG of ten scans, as libjpeg divides them. */
    static byte[] progressive(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream target = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(target);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Where a JPEG's marker is first. */
    static int indexOf(byte[] jpeg, int marker) {
        int at = 0;
        while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != marker) {
            at++;
        }
        return at;
    }

    /** How often a JPEG has a marker. */
    static int count(byte[] jpeg, int marker) {
        int count = 0;
        for (int at = 0; at + 1 < jpeg.length; at++) {
            count += (jpeg[at] & 0xff) == 0xff && (jpeg[at + 1] & 0xff) == marker ? 1 : 0;
        }
        return count;
    }

    /** A picture in which every pixel differs from its neighbours. */
    static Picture gradient(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (i * 7);
            rgb[3 * i + 1] = (byte) (i * 13 + 5);
            rgb[3 * i + 2] = (byte) (255 - i);
        }
        return new Picture(width, height, rgb);
    }
}
