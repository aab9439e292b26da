/**
 * Labelled pictures to train on and to measure with. A folder in Fashion-MNIST's, CIFAR's or ImageNet's form comes into
 * {@link LabelledPictures}; {@link PictureData} goes out: square pictures of one size with their classes, in batches.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.data;
