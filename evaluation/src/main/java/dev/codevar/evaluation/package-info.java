/**
 * Sets of pictures against each other: read, put through a network once, and scored. Files or folders of pictures come into
 * {@link Evaluation}; {@link Evaluated} goes out, with scores, warnings and pictures to look at. The features in between stay on
 * the disk.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Evaluation}: all of it, from files to numbers; {@link Wanted} says what beside the scores,
 *       {@link EvaluationProgress} hears how far it is.
 *   <li>The two sides: {@link Samples}, which {@link FeaturedSet} is for whatever is on the disk, and {@link ReferenceSet}, which
 *       may have statistics only ({@link NpzReference}).
 *   <li>{@link PictureSet}: the pictures of an npz ({@link NpzPictures}) or a folder ({@link FolderPictures}), read ahead by
 *       {@link ReadAhead}.
 *   <li>{@link FeatureNetwork}: what sees them: {@link InceptionFeatures} for published scores, {@link ClassifierFeatures} for a
 *       model set's own network.
 *   <li>{@link FeatureStore}: the features on the disk, at their {@link FeaturePlaces}; {@link FeatureWork} computes what is
 *       missing, {@link FeatureRows} is how they are kept, {@link FeatureIdentity} says whose they are.
 * </ol>
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size, n rows, f the numbers of a row (pool, spatial, logits).
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation;
