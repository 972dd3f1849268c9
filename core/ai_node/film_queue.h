// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace ccad {

/// What has become of a film that the node received.
enum class FilmState
{
    Received, ///< waits to be judged
    Judged, ///< its results wait to be sent
    Delivered, ///< the archive has its results
    PassedOver, ///< no rule is for it, it is a result of ours, or it was there before
    Failed, ///< cannot be judged
    GivenUp ///< judged, but the archive takes no results of it
};
constexpr int filmStates = 6;
/// "received", "judged", ...: the words of JSON.
[[nodiscard]] QString wordFor(FilmState state);

/// One film of the queue. Nothing in it leads to a patient: no name, no UID.
struct QueuedFilm
{
    qint64 number = 0;
    FilmState state = FilmState::Received;
    QString peer; ///< who sent it
    QString
        name; ///< of its file, without ".dcm": 32 hexadecimal digits; also of its results' folder
    qint64 bytes = 0;
    qint64 receivedMs = 0; ///< since 1970
    QString archive; ///< where its results go, once it is judged
    QString reason; ///< a sentence, when passed over, failed, given up or tried again
    int tries = 0; ///< that came to nothing, in this state
};

struct FilmCounts
{
    qint64 ofState[filmStates] = {};
    qint64 oldestWaitingMs = 0; ///< when the oldest that is received or judged came; 0: none waits

    [[nodiscard]] qint64 of(FilmState state) const { return ofState[static_cast<int>(state)]; }
};

/// A film whose files can go.
struct KeptFilm
{
    qint64 number = 0;
    QString name;
};

/// The memory of a node: an SQLite file. Each change is on the disk when its function returns, so
/// that a node that is killed at any moment goes on where it was. All threads may use it at once.
/// Needs a QCoreApplication. Errors of all functions: WriteFailed, FileBroken, Internal.
class FilmQueue
{
public:
    static constexpr int schemaVersion = 1;

    /// Makes the file when there is none.
    [[nodiscard]] static Result<std::unique_ptr<FilmQueue>> open(const QString& path);
    ~FilmQueue();
    FilmQueue(const FilmQueue&) = delete;
    FilmQueue& operator=(const FilmQueue&) = delete;

    /// Takes a film in; its number.
    [[nodiscard]] Result<qint64> add(const QString& peer, const QString& name, qint64 bytes,
                                     qint64 nowMs);
    /// The next film that waits to be judged, if its pause is over. It is the caller's until one of
    /// the functions below says what became of it, or until the program ends.
    [[nodiscard]] Result<std::optional<QueuedFilm>> nextToJudge(qint64 nowMs);
    /// The next films whose results wait to be sent to that archive, likewise.
    [[nodiscard]] Result<std::vector<QueuedFilm>> nextToDeliver(const QString& archive,
                                                                qint64 nowMs, int limit);
    /// Notes the hash of a film and tells whether another one with it was here before and was
    /// judged, passed over or is about to be.
    [[nodiscard]] Result<bool> wasHereBefore(qint64 number, const QByteArray& contentSha256);

    [[nodiscard]] Result<void> setJudged(qint64 number, const QString& archive);
    /// Delivered, PassedOver, Failed or GivenUp.
    [[nodiscard]] Result<void> setEnded(qint64 number, FilmState state, const QString& reason,
                                        qint64 nowMs);
    /// It keeps its state and is tried again at that time.
    [[nodiscard]] Result<void> setLater(qint64 number, const QString& reason, qint64 nextMs);
    /// Its results are gone, and it has to be judged again.
    [[nodiscard]] Result<void> setReceived(qint64 number);
    /// Gives the film back as it was: the caller did not come to it.
    [[nodiscard]] Result<void> release(qint64 number);

    /// Failed films wait to be judged again, and those that were given up to be sent; how many.
    [[nodiscard]] Result<int> retryAll();

    [[nodiscard]] Result<FilmCounts> counts();
    /// The latest that failed or were given up.
    [[nodiscard]] Result<std::vector<QueuedFilm>> problems(int limit);
    /// How long the latest films took from being received to their results being delivered, in
    /// milliseconds, at most `limit` of them, rising.
    [[nodiscard]] Result<std::vector<qint64>> deliveryTimes(int limit);
    /// Names of the files that belong to films of the queue.
    [[nodiscard]] Result<std::vector<QString>> keptNames();
    /// Films in one of two ends that ended before those times and still have their files.
    [[nodiscard]] Result<std::vector<KeptFilm>> outdated(qint64 doneBeforeMs,
                                                         qint64 failedBeforeMs);
    /// The film's files are gone.
    [[nodiscard]] Result<void> setRemoved(qint64 number);
    /// Forgets films without files that ended before that time.
    [[nodiscard]] Result<void> forget(qint64 endedBeforeMs);

private:
    class Impl;
    explicit FilmQueue(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ccad
