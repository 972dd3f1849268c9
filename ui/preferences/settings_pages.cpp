// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/settings_pages.h"

#include "ui/preferences/internal/settings_fields.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostThreads = 256;

/// Small text below its control, over both columns.
void addNote(QFormLayout& form, const QString& text, QWidget* page)
{
    form.addRow(makeTextLabel(text, "muted", page));
}

} // namespace

GeneralPage::GeneralPage(Settings& settings, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("General"));
    QFormLayout* form = makeForm(this);
    addField(*form, tr("&Theme"),
             makeChoiceField(settings, Setting::Theme,
                             {{keyOf(Theme::ReadingRoom), tr("Reading room (dark)")},
                              {keyOf(Theme::Daylight), tr("Daylight (light)")}},
                             tr("Theme"), this));
    addField(*form, tr("&Lengths in"),
             makeChoiceField(settings, Setting::LengthUnit,
                             {{u"mm"_s, tr("Millimetres")}, {u"cm"_s, tr("Centimetres")}},
                             tr("Unit of lengths"), this));
    addField(*form, tr("Enlarged &pixels"),
             makeChoiceField(settings, Setting::Interpolation,
                             {{u"smooth"_s, tr("Smooth")}, {u"nearest"_s, tr("Single pixels")}},
                             tr("Enlarged pixels"), this));
    form->addRow(makeSwitchField(settings, Setting::FilmOverlays,
                                 tr("Show overlays of the &file (markers, words, regions)"), this));
    form->addRow(makeSwitchField(settings, Setting::RestoreSession,
                                 tr("&Open the studies of the last time at the start"), this));
    form->addRow(
        makeSwitchField(settings, Setting::HidePatientText, tr("&Hide patient text"), this));
    addNote(*form,
            tr("Names, numbers, dates and file names then stay off the screen, off copied images "
               "and off reports. Text that is part of the pixels cannot be hidden, and what an "
               "overlay of the file draws stays until overlays are switched off."),
            this);
    form->addRow(makeSwitchField(settings, Setting::ShowSeverity,
                                 tr("Show &severity (research output)"), this));
    addNote(*form,
            tr("Extent and opacity beside a positive finding, where the model can estimate them. "
               "The model's card says how far off such estimates were; they measure nothing."),
            this);
}

MousePage::MousePage(Settings& settings, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Mouse"));
    QFormLayout* form = makeForm(this);
    const QList<SettingChoice> drags{
        {u"window"_s, tr("Window and level")}, {u"pan"_s, tr("Pan")}, {u"zoom"_s, tr("Zoom")}};
    addField(*form, tr("&Left drag"),
             makeChoiceField(settings, Setting::LeftDrag, drags, tr("Left drag"), this));
    addField(*form, tr("M&iddle drag"),
             makeChoiceField(settings, Setting::MiddleDrag, drags, tr("Middle drag"), this));
    addField(*form, tr("&Right drag"),
             makeChoiceField(settings, Setting::RightDrag, drags, tr("Right drag"), this));
    addField(
        *form, tr("&Wheel"),
        makeChoiceField(settings, Setting::Wheel,
                        {{u"zoom"_s, tr("Zoom")}, {u"studies"_s, tr("Next and previous study")}},
                        tr("Wheel"), this));
    addNote(*form,
            tr("While a measuring tool is chosen, the left button measures. With Space held, it "
               "pans. With Ctrl held, the wheel always zooms. A double click fits the picture to "
               "the window."),
            this);
}

EnginePage::EnginePage(Settings& settings, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Engine"));
    QFormLayout* form = makeForm(this);
    const int cores = std::max(QThread::idealThreadCount(), 1);
    addField(*form, tr("&Threads"),
             makeNumberField(settings, Setting::Threads, mostThreads,
                             tr("All cores (%1)").arg(cores), tr("Threads"), this));
    addNote(*form,
            tr("For decoding, for the network and for training. A new number counts from the next "
               "picture on, at once; a training that runs keeps the number it began with."),
            this);
}

} // namespace ccad
