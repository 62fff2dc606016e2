@NullMarked
package io.joborchestrator.console.offline;

import org.jspecify.annotations.NullMarked;
