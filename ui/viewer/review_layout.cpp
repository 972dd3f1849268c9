// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/review_layout.h"

#include "ui/settings/settings.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ReviewPlace", text);
}

QSplitter* makeSplitter(Qt::Orientation orientation, const QString& name, QWidget* parent)
{
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setAccessibleName(name);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

void keepState(QSplitter* splitter, Settings& settings, Setting setting)
{
    splitter->restoreState(settings.value(setting).toByteArray());
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter, [splitter, &settings, setting] {
        settings.setValue(setting, splitter->saveState());
    });
}

} // namespace

void layOutReview(QWidget& place, const ReviewWidgets& widgets, Settings& settings)
{
    auto* pictures = makeSplitter(Qt::Vertical, tr("Radiographs and tags"), &place);
    pictures->addWidget(widgets.views);
    pictures->addWidget(widgets.tags);
    pictures->addWidget(widgets.results);
    pictures->setStretchFactor(0, 1);
    pictures->setSizes({500, 240, 200});
    keepState(pictures, settings, Setting::TagsPanelState);

    auto* middle = new QWidget(&place);
    middle->setAccessibleName(tr("Radiograph and messages"));
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(widgets.notesBar);
    column->addWidget(widgets.messageBar);
    column->addWidget(pictures, 1);

    auto* splitter = makeSplitter(Qt::Horizontal, tr("Review"), &place);
    splitter->addWidget(widgets.list);
    splitter->addWidget(middle);
    splitter->addWidget(widgets.findingPanel);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({208, 760, 312});
    keepState(splitter, settings, Setting::SplitterState);

    auto* layout = new QVBoxLayout(&place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

} // namespace ccad
