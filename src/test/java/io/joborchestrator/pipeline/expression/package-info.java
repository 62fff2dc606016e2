/** Tests of the expression language. */
@NullMarked
package io.joborchestrator.pipeline.expression;

import org.jspecify.annotations.NullMarked;
