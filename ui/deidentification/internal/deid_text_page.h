// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/deid_run.h"
#include "ui/deidentification/internal/deid_words.h"
#include "ui/deidentification/internal/text_box.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace ccad {

class BoxEditor;
class Settings;
struct ShownFilm;

/// Films with the text that was found in their pixels, to be looked at: boxes are confirmed,
/// switched off, drawn and moved.
class DeidTextPage final : public QWidget
{
    Q_OBJECT
public:
    /// Settings must outlive it.
    explicit DeidTextPage(Settings& settings, QWidget* parent = nullptr);

    void clear();
    void add(const SearchedFilm& film);
    /// What DeidRun::listed takes: films with boxes, and those that somebody looked at.
    [[nodiscard]] QHash<QString, std::vector<PixelBox>> listed() const;
    [[nodiscard]] LookedFilms looked() const;

    [[nodiscard]] QListWidget& films() const { return *m_list; }
    [[nodiscard]] QListWidget& boxes() const { return *m_boxes; }
    [[nodiscard]] BoxEditor& editor() const { return *m_editor; }

private:
    struct Film
    {
        NamedFile file;
        QString problem; ///< why it cannot be read, or empty
        bool hasPicture = false;
        bool isSeen = false; ///< it was on screen
        TextBoxes boxes;
    };

    [[nodiscard]] QWidget* makeList();
    [[nodiscard]] QWidget* makeEditor();
    [[nodiscard]] Film* current();
    [[nodiscard]] QString titleOf(int row) const;
    [[nodiscard]] QString stateOf(const Film& film) const;
    void showState(int row);
    void showFilm(int row);
    void showLoaded(const Result<ShownFilm>& film);
    void showBoxes(int chosen);
    void chooseBox(int box);
    void addBox(const PixelBox& box);
    void addBoxInTheMiddle();
    void removeBox();
    void changeBox(int box, const PixelBox& to);
    void switchBox(const QListWidgetItem* item);
    void hideOthers();

    Settings& m_settings;
    std::vector<Film> m_films;
    QListWidget* m_list;
    QCheckBox* m_withTextOnly;
    BoxEditor* m_editor;
    QListWidget* m_boxes;
    QPushButton* m_add;
    QPushButton* m_remove;
    NewestWins m_loading;
};

} // namespace ccad
