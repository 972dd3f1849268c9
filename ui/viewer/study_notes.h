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

/// What the user adds to the studies: measurements and a comment each. They are read when a study
/// is shown, and saved soon after every change, by StudyRecords; what cannot be saved is kept here,
/// and saving is tried again until it succeeds.
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

    /// The records must outlive it.
    explicit StudyNotes(StudyRecords& records, QObject* parent = nullptr);
    ~StudyNotes() override; ///< hands what is not saved to the records

    /// The study is on screen: reads its note, also when another window may have changed it. Others
    /// that are still being read are given up, but for `besides`.
    void show(const QString& path, const QString& besides = {});
    void setSopInstanceUid(const QString& path, const QString& uid);

    /// Made when first asked for; lives as long as this object.
    [[nodiscard]] MeasurementList& measurements(const QString& path);
    /// Empty for a study without.
    [[nodiscard]] std::vector<Measurement> measured(const QString& path) const;
    [[nodiscard]] QString comment(const QString& path) const;
    void setComment(const QString& path, const QString& comment);
    [[nodiscard]] StudyNote note(const QString& path) const;
    /// Is there anything, and is it known what was saved earlier?
    [[nodiscard]] bool canRemove(const QString& path) const;
    void remove(const QString& path); ///< comment and measurements, for good

    [[nodiscard]] State state(const QString& path) const;
    [[nodiscard]] int unsaved() const; ///< studies
    /// Why the last attempt to save or to read failed, while there is one that has to succeed.
    [[nodiscard]] Error problem() const;
    [[nodiscard]] bool isBusy() const; ///< with an attempt to save
    void saveNow();

Q_SIGNALS:
    void changed(const QString& path);
    void read(const QString& path); ///< the comment may be another now; also when reading failed
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
        int savedEdits = 0; ///< how many of them are on the disk
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
    std::map<QString, Entry> m_entries; ///< by path; they stay where they are
    /// Files whose notes are known by their path alone, left by an older version.
    QStringList m_toPlace;
    CancelToken m_placing;
    bool m_hasPlaced = false;
    bool m_isPutting = false; ///< what comes from the disk is no edit
    Error m_problem; ///< the last one
    QTimer m_saveSoon;
    QTimer m_tryAgain;
};

} // namespace ccad
