// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "ui/jobs/thumbnails.h"
#include "ui/training/internal/counts_model.h"
#include "ui/training/internal/duplicates_model.h"
#include "ui/training/internal/unreadable_model.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;
class QTabWidget;

namespace ccad {

class PatientKeyForm;
class SentenceList;

/// What was found in a data set: counts and concerns on the left, patients, near-duplicates and
/// unreadable files on the right.
class DatasetView final : public QWidget
{
    Q_OBJECT
public:
    explicit DatasetView(QWidget* parent = nullptr);

    /// Null: nothing is known.
    void setIndex(const std::shared_ptr<const DatasetIndex>& index);
    /// Reads no more thumbnails of the data set.
    void cancelThumbnails() { m_thumbnails.cancel(); }

    /// The user wants near-duplicates to be left out.
    [[nodiscard]] bool leavesOutDuplicates() const;
    [[nodiscard]] PatientKeyForm& patientKey() { return *m_patientKey; }
    [[nodiscard]] const CountsModel& counts() const { return m_counts; }
    [[nodiscard]] const DuplicatesModel& duplicates() const { return m_duplicates; }
    [[nodiscard]] const UnreadableModel& unreadable() const { return m_unreadable; }

Q_SIGNALS:
    void leaveOutToggled();

private:
    QWidget* makeOverview();
    QWidget* makeDetails();
    QWidget* makeDuplicatesPage();
    QWidget* makeUnreadablePage();
    void showTexts(const DatasetIndex& index);
    void showConcerns(const DatasetIndex& index);

    Thumbnails m_thumbnails;
    CountsModel m_counts;
    DuplicatesModel m_duplicates;
    UnreadableModel m_unreadable;
    PatientKeyForm* m_patientKey;
    QLabel* m_totals = nullptr;
    SentenceList* m_concerns = nullptr;
    QTabWidget* m_details = nullptr;
    QCheckBox* m_leaveOut = nullptr;
    QLabel* m_duplicatesText = nullptr;
    QLabel* m_unreadableText = nullptr;
};

} // namespace ccad
