// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/tag_tree.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeView;

namespace ccad {

class Settings;
class TagFilter;
class TagTreeModel;

/// The DICOM tags of one file, as a tree that can be searched. Read on a worker when the panel is
/// in sight. Follows Setting::HidePatientText.
class TagsPanel final : public QWidget
{
    Q_OBJECT
public:
    /// Settings must outlive the panel.
    explicit TagsPanel(Settings& settings, QWidget* parent = nullptr);

    /// Empty: no file. `title` stands for its name while patient text is hidden ("Study 3").
    void setFile(const QString& path, const QString& title = {});
    /// The tags of what is no file yet.
    void setTree(TagTree tree);
    void focusSearch();

    [[nodiscard]] QTreeView& tree() const { return *m_view; }
    [[nodiscard]] QLineEdit& search() const { return *m_search; }
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] bool isReading() const { return m_reading.isBusy(); }

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeView();
    void readWhenSeen();
    void take(Result<TagTree> tree);
    void applyFilter();
    void applyHiddenText();
    void updateStatus();
    void copyRow();
    void showContextMenu(QPoint position);

    Settings& m_settings;
    TagTreeModel* m_model;
    TagFilter* m_filter;
    QTreeView* m_view;
    QLineEdit* m_search;
    QLabel* m_status;
    NewestWins m_reading;
    QString m_path;
    QString m_title;
    QString m_problem; ///< why there are no tags, a sentence
    bool m_isTruncated = false;
    bool m_isOutdated = false; ///< the file was not read yet
};

} // namespace ccad
