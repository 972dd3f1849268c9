// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/made_results.h"

#include <QWidget>

class QListWidget;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;

namespace ccad {

class Settings;
class TagsPanel;

/// Shows made objects one by one before they are written: as a viewer would show them first, and as
/// the tree of their tags.
class ResultsPreview final : public QWidget
{
    Q_OBJECT
public:
    /// Settings must outlive it.
    explicit ResultsPreview(Settings& settings, QWidget* parent = nullptr);

    /// Null: nothing.
    void setMade(const MadeResultsPtr& made);
    /// The object that is shown; -1: none.
    [[nodiscard]] int currentObject() const;

    [[nodiscard]] QListWidget& list() const { return *m_list; }
    [[nodiscard]] QPlainTextEdit& text() const { return *m_text; }
    [[nodiscard]] TagsPanel& tags() const { return *m_tags; }

private:
    class Picture;

    void showObject(int index);

    MadeResultsPtr m_made;
    QListWidget* m_list;
    QTabWidget* m_tabs;
    QStackedWidget* m_look;
    Picture* m_picture;
    QPlainTextEdit* m_text;
    TagsPanel* m_tags;
};

} // namespace ccad
