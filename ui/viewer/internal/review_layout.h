// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ccad {

class Settings;

/// The widgets of Review.
struct ReviewWidgets
{
    QWidget* list;
    QWidget* views;
    QWidget* tags;
    QWidget* results;
    QWidget* notesBar;
    QWidget* messageBar;
    QWidget* findingPanel;
};

/// Lays the widgets out in `place`: list, radiographs and finding beside each other, above the
/// radiographs the messages and below them the tags and the results from files. The settings keep
/// where the handles are.
void layOutReview(QWidget& place, const ReviewWidgets& widgets, Settings& settings);

} // namespace ccad
