/**
 * Sets of pictures on the disk. An npz or npy file ({@link ArrayPictures}) or a folder ({@link FolderPictures}) comes in; a
 * {@link PictureSet} goes out, whose pictures {@link ReadAhead} reads while others are computed on, and a {@link PictureGrid}
 * of some to look at.
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.pictures;
