/**
 * How the classifier that scores are computed from is trained. Pictures with classes come into {@link ClassifierRun}; its file and
 * real pictures' features go out. {@link ClassifierMaps} lets a trained one judge how pictures look.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.classifier;
