@NullMarked
package io.joborchestrator.console.overview;

import org.jspecify.annotations.NullMarked;
