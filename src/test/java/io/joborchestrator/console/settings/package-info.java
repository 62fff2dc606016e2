@NullMarked
package io.joborchestrator.console.settings;

import org.jspecify.annotations.NullMarked;
