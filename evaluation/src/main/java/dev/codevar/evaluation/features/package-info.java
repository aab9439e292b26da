/**
 * What a network sees in pictures, computed once and kept on the disk. A set of pictures and a {@link FeatureNetwork} come in;
 * features go out, read from the file when they are needed, and {@link EvaluationProgress} hears how far it is.
 *
 * <p>{@link InceptionFeatures} are for published scores, {@link ClassifierFeatures} for a model set's own network.
 * {@link FeatureStore} is the features on the disk, at their {@link FeaturePlaces}; {@link FeatureWork} computes what is
 * missing, {@link FeatureRows} is how they are kept, {@link FeatureIdentity} says whose they are.
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size, n rows, f the numbers of a row (pool, spatial,
 * logits).
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.features;
