package dev.codevar.app.options;

/** What folders of labelled pictures may be, of all commands that read them. */
public final class PictureFolders {
    /** For an option's help. */
    public static final String MAY_BE =
            "The pictures: Fashion-MNIST's IDX files {train,t10k}-{images-idx3,labels-idx1}-ubyte, with"
                    + " or without .gz; CIFAR-10's or CIFAR-100's binary files; or folders train/CLASS/ and val/CLASS/ of PNG, JPEG,"
                    + " BMP, GIF, WebP and TIFF files. Default: /usr/share/datasets/fashion-mnist, where Debian's"
                    + " dataset-fashion-mnist puts them.";

    private PictureFolders() {}
}
