// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/film_queue.h"
#include "core/ai_node/film_route.h"
#include "core/ai_node/internal/film_files.h"
#include "core/base/cancel_token.h"
#include "core/inference/classifier.h"
#include "core/lungs/lungs.h"
#include "core/results_writing/results_writer.h"

namespace ccad::ai_node {

/// What came of judging a film.
struct Judged
{
    enum class Outcome
    {
        Results, ///< they are in the film's folder, for `archive`
        PassedOver,
        Failed, ///< reading it again would not help
        Later, ///< something else failed: the disk, memory, a time limit
        Interrupted
    };
    Outcome outcome = Outcome::Later;
    QString reason; ///< a sentence; empty for Results
    QString archive;
};

/// Judges films of the queue. Any thread may use it.
class FilmJudge
{
public:
    /// All have to outlive it; `lungs` may be null.
    FilmJudge(const NodeConfig& config, const Classifier& classifier, const LungSegmenter* lungs,
              FilmQueue& queue, const FilmFiles& files)
        : m_config(config), m_classifier(classifier), m_lungs(lungs), m_queue(queue), m_files(files)
    {
    }

    [[nodiscard]] Judged judge(const QueuedFilm& film, const CancelToken& cancel) const;

private:
    [[nodiscard]] Judged make(const QueuedFilm& film, const results::FilmSource& source,
                              const NodeRule& rule, const CancelToken& cancel) const;
    [[nodiscard]] Judged write(const QueuedFilm& film, const NodeRule& rule,
                               results::FilmResults& results) const;

    const NodeConfig& m_config;
    const Classifier& m_classifier;
    const LungSegmenter* m_lungs;
    FilmQueue& m_queue;
    const FilmFiles& m_files;
};

} // namespace ccad::ai_node
