// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "ui/jobs/job_progress.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

#include <memory>

class QStackedWidget;

namespace ccad {

class DatasetSourceBar;
class DatasetView;
class MessageBar;
class Settings;

/// The first step: which images, and what stands in the way of a trustworthy result. Looks through
/// the data set in the background.
class DataStep final : public QWidget
{
    Q_OBJECT
public:
    explicit DataStep(Settings& settings, QWidget* parent = nullptr);
    ~DataStep() override;

    /// Takes a folder or a manifest.csv; returns at once.
    void choose(const QString& path);
    /// Looks through the data set again, in which labels may have been corrected.
    void reread();

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] bool isBusy() const { return m_indexing.isBusy(); }
    /// The index; null until the data set was looked through, and when it cannot be used.
    [[nodiscard]] std::shared_ptr<const DatasetIndex> index() const { return m_index; }
    /// The images that a training takes: without near-duplicates if these are to be left out. Call
    /// it only with an index.
    [[nodiscard]] Dataset dataset() const;
    [[nodiscard]] QStringList concerns() const;
    /// "516 images, 2 classes", or what is missing.
    [[nodiscard]] QString stateLine() const;

    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }
    [[nodiscard]] DatasetView& view() { return *m_view; }

Q_SIGNALS:
    /// The data set is another, or more or less is known of it.
    void changed();

private:
    QWidget* makeEmptyPage();
    QWidget* makeContent();
    void startIndexing();
    void cancelIndexing();
    void showIndex(std::shared_ptr<const DatasetIndex> index);
    void askAboutClasses(const std::vector<QStringList>& groups);
    void countImages();
    void complain(const Error& error);

    DatasetSourceBar* m_source;
    MessageBar* m_messages;
    DatasetView* m_view;
    QStackedWidget* m_pages;

    QString m_path;
    AlikeClasses m_alike = AlikeClasses::Refuse; ///< Refuse: not asked yet
    QString m_problem; ///< why the data set cannot be used, a sentence
    std::shared_ptr<const DatasetIndex> m_index;
    int m_images = 0; ///< number of images of dataset(), which takes a while
    JobProgress m_progress;
    NewestWins m_indexing; ///< last, hence destroyed first
};

} // namespace ccad
