/** How the classifier that scores are computed from is trained: pictures with classes come in, its file and real pictures' features go out. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.classifier;
