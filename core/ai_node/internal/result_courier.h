// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/film_queue.h"
#include "core/ai_node/internal/film_files.h"
#include "core/ai_node/node_config.h"
#include "core/ai_node/node_log.h"
#include "core/ai_node/node_status.h"
#include "core/base/cancel_token.h"
#include "core/nodes/exchange.h"

#include <mutex>

namespace ccad::ai_node {

/// Takes the results of judged films to one archive. deliver() is for one thread; status() for all.
class ResultCourier
{
public:
    /// All have to outlive it. `archive` is a node of the configuration.
    ResultCourier(const NodeConfig& config, const Node& archive, FilmQueue& queue,
                  const FilmFiles& files, const NodeLog& log);

    /// Sends what waits, a load of films at a time. How long it rests then: 0 when there may be
    /// more to send.
    [[nodiscard]] int deliver(const CancelToken& cancel);
    [[nodiscard]] ArchiveStatus status() const;

private:
    [[nodiscard]] Result<std::vector<SentFile>> send(const std::vector<FileToSend>& files,
                                                     const CancelToken& cancel) const;
    [[nodiscard]] Result<void> echo(const CancelToken& cancel) const;
    /// A film whose results did not arrive, and why.
    struct Refusal
    {
        QueuedFilm film;
        QString reason;
    };
    [[nodiscard]] std::vector<Refusal> sendFilms(const std::vector<QueuedFilm>& films,
                                                 const CancelToken& cancel);
    void noteDelivered(const QueuedFilm& film);
    void tryAgain(const QueuedFilm& film, const QString& reason);
    void noteAway(const QString& reason);
    void noteBack();

    const NodeConfig& m_config;
    const Node& m_archive;
    FilmQueue& m_queue;
    const FilmFiles& m_files;
    const NodeLog& m_log;
    int m_failures = 0; ///< to reach the archive, in a row
    mutable std::mutex m_mutex;
    ArchiveStatus m_status;
};

/// The pause after so many tries.
[[nodiscard]] int pauseAfter(int tries, const NodePatience& patience);

} // namespace ccad::ai_node
