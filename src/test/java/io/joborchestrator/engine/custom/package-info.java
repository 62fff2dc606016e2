@NullMarked
package io.joborchestrator.engine.custom;

import org.jspecify.annotations.NullMarked;
