/**
 * What a training is told. The name of a preset or a YAML file comes into {@link ConfigurationFile}, with what was said over it; a
 * {@link Configuration} of that kind of training goes out, checked, and its YAML to be kept.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.config;
