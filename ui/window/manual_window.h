// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace ccad {

/// The manual, beside the window and not in front of it.
class ManualWindow final : public QDialog
{
    Q_OBJECT
public:
    explicit ManualWindow(const QString& file, QWidget* parent = nullptr);
};

/// Name, version, intended use, licence.
class AboutWindow final : public QDialog
{
    Q_OBJECT
public:
    explicit AboutWindow(QWidget* parent = nullptr);
};

} // namespace ccad
