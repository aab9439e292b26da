package dev.codevar.vqvae;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pictures to tensors in [−1, 1] and back. */
public final class Pixels {

    private Pixels() {}

    /**
     * @param pictures of {@code side} by {@code side} pixels, at least one
     * @param side the side that the model takes
     * @return (B, 3, side, side), float32: u8/127.5 − 1
     */
    public static Tensor toTensor(List<Picture> pictures, int side) {
        return Scoped.result(() -> {
            TensorVector each = new TensorVector();
            for (Picture picture : pictures) {
                requireSide(picture, side);
                each.push_back(Tensor.create(picture.rgb(), 1, side, side, 3));
            }
            return fromBytes(torch.cat(each, 0).permute(0, 3, 1, 2).contiguous());
        });
    }

    /** Fails unless a picture has {@code side} by {@code side} pixels, which is what the model takes. */
    public static void requireSide(Picture picture, int side) {
        if (picture.width() != side || picture.height() != side) {
            throw new InvalidInputException("a picture of " + picture.width() + "x" + picture.height()
                    + " pixels does not fit: this model takes " + side + "x" + side);
        }
    }

    /** {@return bytes as numbers in [−1, 1], float32, of the same shape} */
    public static Tensor fromBytes(Tensor u8) {
        return u8.to(ScalarType.Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0));
    }

    /**
     * @param image_B3hw pictures in [−1, 1], float32
     * @return the pictures in 8 bits
     * @throws CodeVarException naming the picture, if it is not finite
     */
    public static List<Picture> toPictures(Tensor image_B3hw) {
        return toPictures(image_B3hw, Pixels::truncated);
    }

    /**
     * @param image_B3hw pictures in [−1, 1], float32
     * @return the pictures in 8 bits, each value the nearest: to compare them with what they were made from
     * @throws CodeVarException naming the picture, if it is not finite
     */
    public static List<Picture> toNearestPictures(Tensor image_B3hw) {
        return toPictures(image_B3hw, Pixels::rounded);
    }

    private static List<Picture> toPictures(Tensor image_B3hw, UnaryOperator<Tensor> toBytes) {
        return Scoped.value(() -> {
            requireFinite(image_B3hw);
            int height = (int) image_B3hw.size(2);
            int width = (int) image_B3hw.size(3);
            Tensor bytes_Bhw3 = toBytes.apply(unit(image_B3hw))
                    .permute(0, 2, 3, 1)
                    .contiguous()
                    .cpu();
            List<Picture> pictures = new ArrayList<>();
            for (long b = 0; b < bytes_Bhw3.size(0); b++) {
                byte[] rgb = new byte[3 * width * height];
                bytes_Bhw3.select(0, b).data_ptr_byte().get(rgb);
                pictures.add(new Picture(width, height, rgb));
            }
            return pictures;
        });
    }

    /** As 8 bits NaN would be a colour like any other. */
    private static void requireFinite(Tensor image_B3hw) {
        // One pass; the sum of numbers that are finite may not be, so that it only says where to look again.
        if (Double.isFinite(image_B3hw.sum().item_double())) {
            return;
        }
        long pictures = image_B3hw.size(0);
        for (long b = 0; b < pictures; b++) {
            if (!torch.isfinite(image_B3hw.select(0, b)).all().item_bool()) {
                throw new CodeVarException("the VQ-VAE gives pixels that are not finite in picture " + (b + 1)
                        + " of the " + pictures + " decoded together: its numbers are too large for float16, where that"
                        + " was asked for (try bfloat16 or float32), or its weights are broken");
            }
        }
    }

    /** {@return the mask at the latent's size (1, 1, side, side), by the nearest pixel: 1 = regenerate, float32} */
    public static Tensor toTensor(Mask mask, int side) {
        Mask small = mask.atSize(side, side);
        float[] values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = small.regenerate(i % side, i / side) ? 1 : 0;
        }
        return Tensor.create(values, 1, 1, side, side);
    }

    /** {@return pictures in [−1, 1] as [0, 1]} */
    public static Tensor unit(Tensor image_B3hw) {
        return image_B3hw.add(new Scalar(1.0)).mul_(new Scalar(0.5));
    }

    private static Tensor rounded(Tensor unit_B3hw) {
        return unit_B3hw.mul(new Scalar(255.0)).round_().to(ScalarType.Byte);
    }

    /** Cuts 255x down to a whole number instead of rounding it: a quirk of the published code that its scores rest on. */
    private static Tensor truncated(Tensor unit_B3hw) {
        return unit_B3hw.mul(new Scalar(255.0)).to(ScalarType.Byte);
    }
}
