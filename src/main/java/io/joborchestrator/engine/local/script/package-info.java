/** Jobs of kind {@code script}: a program by argv, never through a shell, with its whole tree. */
@NullMarked
package io.joborchestrator.engine.local.script;

import org.jspecify.annotations.NullMarked;
