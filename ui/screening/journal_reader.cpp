// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/journal_reader.h"

#include "core/worklist/identity_concerns.h"
#include "ui/screening/internal/journal_thumbnail.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error noJournal()
{
    return {ErrorCode::Internal, u"The journal is not open."_s, {}};
}

} // namespace

JournalReader::JournalReader(JournalFollower& follower) : m_follower(follower), m_timer(this)
{
    m_timer.setInterval(JournalFollower::lookMs);
    connect(&m_timer, &QTimer::timeout, this, &JournalReader::look);
}

template <typename Tell> void JournalReader::tell(Tell deliver)
{
    QMetaObject::invokeMethod(
        &m_follower,
        [&follower = m_follower, generation = m_generation, deliver = std::move(deliver)] {
            if (generation == follower.m_generation)
                deliver(follower);
        },
        Qt::QueuedConnection);
}

void JournalReader::follow(const QString& path, quint64 generation)
{
    m_generation = generation;
    m_timer.stop();
    m_journal.reset();
    m_revision = 0;
    m_isCaughtUp = false;
    m_said.clear();
    if (path.isEmpty())
        return;
    auto journal = Journal::open(path);
    if (!journal) {
        tell([error = journal.error()](JournalFollower& f) { Q_EMIT f.openFailed(error); });
        return;
    }
    m_journal = *std::move(journal);
    m_folder = folderOf(m_journal->job());
    tell([job = m_journal->job()](JournalFollower& f) { Q_EMIT f.opened(job); });
    m_timer.start();
    look();
}

void JournalReader::look()
{
    if (!m_journal)
        return;
    const auto changes = m_journal->changesAfter(m_revision, JournalFollower::chunk);
    if (!changes)
        return say(changes.error());
    if (!changes->empty()) {
        m_revision = changes->back().revision;
        m_isCaughtUp = false;
        std::vector<WorklistRow> rows;
        rows.reserve(changes->size());
        for (const Journal::Change& change : *changes)
            rows.push_back(worklistRow(change.study, m_journal->job(), m_folder));
        tell([rows = std::move(rows)](JournalFollower& f) { Q_EMIT f.rowsRead(rows); });
    }
    if (int(changes->size()) == JournalFollower::chunk) {
        // The rest goes by the event loop: a thumbnail or a verdict need not wait for all rows.
        QMetaObject::invokeMethod(this, &JournalReader::look, Qt::QueuedConnection);
        return;
    }
    if (m_isCaughtUp)
        return;
    const auto counts = m_journal->counts();
    if (!counts)
        return say(counts.error());
    const auto agreement = agreementIn(*m_journal);
    if (!agreement)
        return say(agreement.error());
    const auto concerns = remarksOnBatch(*m_journal);
    if (!concerns)
        return say(concerns.error());
    m_isCaughtUp = true;
    m_said.clear();
    tell([state = WorklistState{*counts, agreement->all, *concerns}](JournalFollower& f) {
        Q_EMIT f.caughtUp(state);
    });
}

void JournalReader::say(const Error& error)
{
    if (m_said == error.message)
        return;
    m_said = error.message;
    tell([error](JournalFollower& f) { Q_EMIT f.failed(error); });
}

void JournalReader::setVerdict(qint64 number, Verdict verdict, const QString& comment)
{
    const auto written
        = m_journal ? m_journal->setVerdict(number, verdict, comment) : Result<void>(noJournal());
    if (written)
        return tell([number](JournalFollower& f) { Q_EMIT f.verdictKept(number); });
    // Told whatever is followed by now.
    QMetaObject::invokeMethod(
        &m_follower,
        [&follower = m_follower, generation = m_generation, number, error = written.error()] {
            if (generation == follower.m_generation)
                Q_EMIT follower.verdictFailed(number, error);
            else
                Q_EMIT follower.failed(error);
        },
        Qt::QueuedConnection);
}

void JournalReader::readThumbnails(const QList<qint64>& numbers)
{
    for (const qint64 number : numbers) {
        QImage image;
        if (m_journal)
            if (const auto bytes = m_journal->thumbnail(number); bytes && !bytes->isEmpty())
                image = journalThumbnail(*bytes);
        tell([number, image](JournalFollower& f) { Q_EMIT f.thumbnailRead(number, image); });
    }
}

void JournalReader::readStudies(const QList<qint64>& numbers,
                                const JournalFollower::Deliver& deliver)
{
    if (!m_journal)
        return;
    std::vector<ScreenedStudy> studies;
    for (const qint64 number : numbers) {
        auto study = m_journal->study(number);
        if (!study && numbers.size() == 1) {
            tell([error = study.error(), deliver](JournalFollower&) { deliver(error); });
            return;
        }
        if (study)
            studies.push_back(*std::move(study));
    }
    tell([studies = std::move(studies), deliver](JournalFollower&) { deliver(studies); });
}

} // namespace ccad
