package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;

/** Everything the frame shows. */
public record FrameModels(
    FrameViewModel frame,
    LiveFeed feed,
    Operations operations,
    ThemeChoice theme,
    FrameFacts facts,
    UiState state,
    Texts texts) {}
