/** The expression language: text to checked trees, independent of any engine. */
@NullMarked
package io.joborchestrator.pipeline.expression;

import org.jspecify.annotations.NullMarked;
