// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "ui/viewer/measurement.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <map>
#include <optional>

namespace ccad {

class StudyRecords;
struct FoundNote;

/// The notes that the user adds to studies: measurements and a comment each. StudyRecords reads
/// them when a study is shown and saves them soon after every change. Notes that cannot be saved
/// are kept here, and saving is tried again until it succeeds.
class StudyNotes final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Reading, ///< what was saved earlier is not known yet
        Saved, ///< also when there is nothing to be saved
        Unsaved,
    };
    static constexpr int saveSoonMs = 500;
    static constexpr int tryAgainMs = 5000;

    /// The records must outlive this object.
    explicit StudyNotes(StudyRecords& records, QObject* parent = nullptr);
    ~StudyNotes() override; ///< hands unsaved notes to the records

    /// The study is on screen: reads its note, even a known one, since another window may have
    /// changed it. Gives up other notes that are still being read, but for the note of `besides`.
    void show(const QString& path, const QString& besides = {});
    void setSopInstanceUid(const QString& path, const QString& uid);

    /// The list of a study's measurements, made when first asked for; lives as long as this object.
    [[nodiscard]] MeasurementList& measurements(const QString& path);
    /// The measurements of a study; empty when it has none.
    [[nodiscard]] std::vector<Measurement> measured(const QString& path) const;
    [[nodiscard]] QString comment(const QString& path) const;
    void setComment(const QString& path, const QString& comment);
    [[nodiscard]] StudyNote note(const QString& path) const;
    /// True when the study has notes and the notes saved earlier are known.
    [[nodiscard]] bool canRemove(const QString& path) const;
    void remove(const QString& path); ///< comment and measurements, for good

    [[nodiscard]] State state(const QString& path) const;
    [[nodiscard]] int unsaved() const; ///< number of studies with unsaved notes
    /// Why the last attempt to save or to read failed, while an attempt still has to succeed.
    [[nodiscard]] Error problem() const;
    [[nodiscard]] bool isBusy() const; ///< true during an attempt to save
    void saveNow();

Q_SIGNALS:
    void changed(const QString& path);
    /// The comment may be another now; also emitted when reading failed.
    void read(const QString& path);
    void stateChanged();

private:
    struct Entry
    {
        MeasurementList* measurements = nullptr; ///< owned as a child
        QString comment;
        QString sopInstanceUid;
        QString contentSha256; ///< empty: not read yet
        std::optional<CancelToken> reading;
        bool isUnreadable = false; ///< reading failed
        bool isProblem = false; ///< the user has to hear of it
        bool isSaving = false;
        int edits = 0;
        int savedEdits = 0; ///< how many of the edits are on the disk
        [[nodiscard]] bool isUnsaved() const { return edits != savedEdits; }
    };

    [[nodiscard]] const Entry* find(const QString& path) const;
    [[nodiscard]] StudyNote noteOf(const Entry& entry) const;
    void edited(const QString& path);
    void startReading(const QString& path);
    void startPlacing();
    void placeNext();
    void save(const QString& path);
    void add(const QString& path);
    void takeRead(const QString& path, const Result<FoundNote>& found);
    void takeAdded(const QString& path, int edits, const Result<FoundNote>& found);
    void takeSaved(const QString& path, int edits, const Result<void>& saved);
    void put(const QString& path, const StudyNote& note);
    void fail(Entry& entry, const Error& error);
    void tryAgain();

    StudyRecords& m_records;
    std::map<QString, Entry> m_entries; ///< by path; entries stay where they are in memory
    /// Files whose notes are known by their path alone, left by an older version.
    QStringList m_toPlace;
    CancelToken m_placing;
    bool m_hasPlaced = false;
    bool m_isPutting = false; ///< putting in notes from the disk, which is no edit
    Error m_problem; ///< the last problem
    QTimer m_saveSoon;
    QTimer m_tryAgain;
};

} // namespace ccad
