// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <string_view>
#include <vector>

namespace ccad::fuzz {

/// An input that a harness begins with, made by code. A name is fit for a file.
struct Seed
{
    QString name;
    QByteArray bytes;
};

/// Sound inputs of every kind that the harness knows, and those that readers were broken by. Needs
/// a QCoreApplication.
[[nodiscard]] std::vector<Seed> seedsOf(std::string_view harness);

/// Words for a fuzzer to put into inputs, in libFuzzer's form of a dictionary.
[[nodiscard]] QByteArray dictionary();

// The parts of seedsOf(), by harness.
[[nodiscard]] std::vector<Seed> pictureSeeds();
[[nodiscard]] std::vector<Seed> parserSeeds();
[[nodiscard]] std::vector<Seed> tagSeeds();
[[nodiscard]] std::vector<Seed> tableSeeds();
[[nodiscard]] std::vector<Seed> archiveSeeds();
[[nodiscard]] std::vector<Seed> weightSeeds();
[[nodiscard]] std::vector<Seed> documentSeeds();
[[nodiscard]] std::vector<Seed> answerSeeds();
[[nodiscard]] std::vector<Seed> journalSeeds();
[[nodiscard]] std::vector<Seed> protocolSeeds();
[[nodiscard]] std::vector<Seed> networkSeeds();

} // namespace ccad::fuzz
