/** What a training is told: a YAML file for each, and those that come with the program. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.config;
