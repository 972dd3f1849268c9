// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/node_config.h"
#include "core/results/film_source.h"

#include <QByteArray>

namespace ccad {

/// What is to become of a film: a rule, or why there is none.
struct FilmRoute
{
    const NodeRule* rule = nullptr; ///< of the configuration
    QString reason; ///< a sentence without anything that the film says, where there is no rule
};

/// The first rule that is for a film of that peer. Results of CCAD have none.
[[nodiscard]] FilmRoute routeOf(const NodeConfig& config, const QString& peer,
                                const results::FilmSource& film);

/// Which of `parts` nodes has that study, from 1: the same on all machines.
[[nodiscard]] int partOfStudy(const QString& studyUid, int parts);

/// Tells films apart for which the same would be done: the hash of the file, of what the rule asks
/// for, and of the model.
[[nodiscard]] QByteArray workKey(const QByteArray& fileSha256, const NodeRule& rule,
                                 const QString& modelSha256);

} // namespace ccad
