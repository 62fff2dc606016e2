/** Tests of the compiler. */
@NullMarked
package io.joborchestrator.pipeline.sql;

import org.jspecify.annotations.NullMarked;
