// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const SettingRow& rowOf(Setting setting)
{
    const auto table = settingsTable();
    return *std::find_if(table.begin(), table.end(),
                         [setting](const SettingRow& row) { return row.setting == setting; });
}

} // namespace

std::span<const SettingRow> settingsTable()
{
    static const SettingRow table[] = {
        {Setting::Theme, "window/theme", QMetaType::QString, u"reading-room"_s},
        {Setting::OverlayVisible, "overlay/visible", QMetaType::Bool, true},
        {Setting::OverlayOpacity, "overlay/opacity-percent", QMetaType::Int, 50},
        {Setting::ColourMap, "overlay/colour-map", QMetaType::QString, u"inferno"_s},
        {Setting::StudiesPanelVisible, "window/studies-panel", QMetaType::Bool, true},
        {Setting::FindingPanelVisible, "window/finding-panel", QMetaType::Bool, true},
        {Setting::LastFolder, "files/last-folder", QMetaType::QString, QString()},
        {Setting::WindowGeometry, "window/geometry", QMetaType::QByteArray, QByteArray()},
        {Setting::SplitterState, "window/splitter", QMetaType::QByteArray, QByteArray()},
        {Setting::Place, "window/place", QMetaType::QString, u"review"_s},
        {Setting::ActiveModel, "model/active", QMetaType::QString, QString()},
        {Setting::PreviousModel, "model/previous", QMetaType::QString, QString()},
        {Setting::KnownModels, "model/known", QMetaType::QStringList, QStringList()},
        {Setting::RecentDatasets, "training/recent-datasets", QMetaType::QStringList,
         QStringList()},
        {Setting::RecentFiles, "files/recent", QMetaType::QStringList, QStringList()},
        {Setting::RestoreSession, "files/restore-session", QMetaType::Bool, true},
        {Setting::HidePatientText, "viewer/hide-patient-text", QMetaType::Bool, false},
        {Setting::OverlayStyle, "overlay/style", QMetaType::QString, u"colours"_s},
        {Setting::SaliencyMethod, "overlay/method", QMetaType::QString, u"cam"_s},
        {Setting::SaliencyLayer, "overlay/layer", QMetaType::QString, u"last"_s},
        {Setting::FilmOverlays, "viewer/film-overlays", QMetaType::Bool, true},
        {Setting::Interpolation, "viewer/interpolation", QMetaType::QString, u"smooth"_s},
        {Setting::LengthUnit, "viewer/length-unit", QMetaType::QString, u"mm"_s},
        {Setting::StudyOrder, "viewer/study-order", QMetaType::QString, u"opened"_s},
        {Setting::ShortcutScheme, "shortcuts/scheme", QMetaType::QString, u"ccad"_s},
        {Setting::Shortcuts, "shortcuts/changed", QMetaType::QStringList, QStringList()},
        {Setting::LeftDrag, "mouse/left-drag", QMetaType::QString, u"window"_s},
        {Setting::MiddleDrag, "mouse/middle-drag", QMetaType::QString, u"pan"_s},
        {Setting::RightDrag, "mouse/right-drag", QMetaType::QString, u"zoom"_s},
        {Setting::Wheel, "mouse/wheel", QMetaType::QString, u"zoom"_s},
        {Setting::Threads, "engine/threads", QMetaType::Int, 0},
        {Setting::TagsPanelVisible, "viewer/tags-panel", QMetaType::Bool, false},
        {Setting::TagsPanelState, "viewer/tags-panel-state", QMetaType::QByteArray, QByteArray()},
        {Setting::NodeConfiguration, "node/configuration", QMetaType::QString, QString()},
        {Setting::NodeRuns, "node/runs", QMetaType::Bool, false},
        {Setting::LastBatch, "screening/last-batch", QMetaType::QString, QString()},
        {Setting::ShowSeverity, "viewer/show-severity", QMetaType::Bool, false},
        {Setting::WorklistColumns, "screening/columns", QMetaType::QByteArray, QByteArray()},
    };
    return table;
}

Settings::Settings(QObject* parent)
    : QObject(parent), m_store(QSettings::IniFormat, QSettings::UserScope, u"ccad"_s, u"ccad"_s)
{
}

Settings::Settings(const QString& iniFile, QObject* parent)
    : QObject(parent), m_store(iniFile, QSettings::IniFormat)
{
}

QVariant Settings::value(Setting setting) const
{
    const SettingRow& row = rowOf(setting);
    QVariant value = m_store.value(QLatin1String(row.key), row.defaultValue);
    return value.convert(QMetaType(row.type)) ? value : row.defaultValue;
}

void Settings::setValue(Setting setting, const QVariant& newValue)
{
    if (value(setting) == newValue)
        return;
    m_store.setValue(QLatin1String(rowOf(setting).key), newValue);
    Q_EMIT changed(setting);
}

void Settings::reset(Setting setting)
{
    setValue(setting, rowOf(setting).defaultValue);
}

} // namespace ccad
